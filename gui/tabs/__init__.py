"""The tabs: a view and a presenter each, named as the packages of core."""
