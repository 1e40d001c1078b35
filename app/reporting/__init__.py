"""Who completed what: for UCLG Learning. Reads everything, owns nothing."""
