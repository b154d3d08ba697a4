"""Writes a stack for stackql-deploy: a manifest, and a file of queries for each resource."""
