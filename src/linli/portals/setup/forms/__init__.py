"""The forms of set-up pages: what is asked, with labels; the rooms' actions judge the answers."""
