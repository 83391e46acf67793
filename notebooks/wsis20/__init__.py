"""Load, check, verify and publish the data behind *WSIS+20: What the Regions Said*.

Importing the package costs nothing; import the module that is needed.
"""
