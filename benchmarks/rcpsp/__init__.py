"""Project scheduling as a special case: the public sets, what is best known, PyJobShop beside."""
