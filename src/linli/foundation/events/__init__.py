"""The room that carries facts from one room to another, written with the change they tell of."""
