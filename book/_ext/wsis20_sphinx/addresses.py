"""To be written."""


def setup(app):
    """Nothing yet."""
