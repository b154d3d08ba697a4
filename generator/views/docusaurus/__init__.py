"""Pages of the Docusaurus layout."""
