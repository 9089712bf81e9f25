"""Pages and the files that browsers fetch."""
