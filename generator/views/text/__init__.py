"""Words and text that several views share."""
