"""The official forms, the codebook and the crosswalk as data files, and the module that reads and checks them."""
