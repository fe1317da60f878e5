"""Which model is which: releases and exact aliases."""
