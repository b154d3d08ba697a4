"""An `OutputTree` put in place on disk, or compared with what is there."""
