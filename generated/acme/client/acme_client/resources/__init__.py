"""The resources of the client, a module each, loaded when first used."""
