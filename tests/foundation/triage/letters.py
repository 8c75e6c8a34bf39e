"""Invented letters of three kinds, enough of them to learn from."""

from itertools import product

PLACES = ("梧桐苑", "柳岸小区", "青石巷", "东望花园", "荷塘里", "清溪路")
ABOUT = {
    "电梯": ("电梯又坏了，停在半层不动", "电梯按钮失灵，门关不上", "电梯半夜困人，轿厢里没有灯"),
    "噪声": ("半夜还在施工，电钻声很吵", "广场舞音响太吵，孩子睡不着", "楼下烧烤店深夜噪声扰民"),
    "垃圾": ("垃圾桶满了没有人清运，气味难闻", "有人把装修垃圾堆在路边", "厨余垃圾乱扔，招来老鼠"),
}


def letters() -> list[tuple[str, str]]:
    """Return label and text of 54 invented letters."""
    return [
        (label, f"{place}{number}号楼{said}，请尽快处理")
        for label, sayings in ABOUT.items()
        for number, (place, said) in enumerate(product(PLACES, sayings), start=1)
    ]
