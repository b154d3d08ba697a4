"""SQL statements and manifests, for any layout."""
