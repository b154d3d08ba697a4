"""A stack for stackql-deploy: its manifest, and the queries of each resource."""
