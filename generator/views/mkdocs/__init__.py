"""Pages and configuration of the mkdocs layout."""
