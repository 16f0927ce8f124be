"""What the pages of the asset bank parse, a module for each subject."""
