"""From folder to library: check, preview, publish, pull."""
