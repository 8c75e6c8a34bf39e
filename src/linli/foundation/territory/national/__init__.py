"""The national list of divisions (统计用区划代码): read from what the operator brings, kept to offer names from."""
