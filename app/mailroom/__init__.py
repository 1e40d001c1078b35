"""What comes by mail: answers to what the site wrote, and word that a letter did not arrive."""
