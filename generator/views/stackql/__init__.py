"""Writes the registry documents from which StackQL loads the provider."""
