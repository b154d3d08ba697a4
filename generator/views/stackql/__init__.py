"""Registry documents: the provider as StackQL loads it."""
