"""What the dataset calls itself, in both languages: for catalogues, search engines and the workbook alike."""

from __future__ import annotations

TITLE_EN = "Figures of annual reports on government information disclosure"
TITLE_ZH = "政府信息公开工作年度报告数据"
DESCRIPTION_EN = (
    "Figures from Chinese annual reports on government information disclosure, each with its place in the source, "
    "checked against each other and joined to yearly series with their breaks. "
    "Mind grade, status and breaks before comparing."
)
DESCRIPTION_ZH = (
    "各行政机关政府信息公开工作年度报告中的数字，附出处、核对结果和可比序列。比较之前请看等级、状态和断点。"
)
KEYWORD_EN = "government information disclosure"
KEYWORD_ZH = "政府信息公开"
