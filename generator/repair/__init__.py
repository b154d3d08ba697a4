"""Drafts overlay actions that repair harmless defects of a document."""
