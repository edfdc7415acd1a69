"""Examples in the help of each command; a test parses every one of them."""

_START = "示例：\n"

EXAMPLES = {
    "": """
  perf-goals review 部门预算/ -o reports/            读入整个文件夹，写出审核工作簿
  perf-goals score 部门预算/                         项目、部门的分数和等级
  perf-goals extract 某局预算.txt                    每个三级指标一行（JSON）
  perf-goals letter reports/某局_审核底稿.xlsx       按采纳的问题写审核意见
  perf-goals diff 初稿/ 修改稿/                      改了哪些、还剩哪些、新出现哪些
""",
    "extract": """
  perf-goals extract 某局预算.txt                                       每个三级指标一行（JSON）
  perf-goals extract 某局预算.txt --what goals --format csv -o 目标.csv  目标清单，Excel 可直接打开
  perf-goals extract 部门预算/ --what refusals --format table           没有看懂的行，附位置和原因
  type 某局预算.txt | perf-goals extract -                              从标准输入读
""",
    "review": """
  perf-goals review 部门预算/ -o reports/                     每份文件一个工作簿，另写一个汇总
  perf-goals review 部门预算/ -o 新底稿/ --previous reports/  沿用上次底稿里的处理、意见和目标值
  perf-goals review 部门预算/ --html                          另为每份文件写一个网页，原表格和问题并排
  perf-goals review 部门预算/ --tables jsonl,parquet          另写数据表，放在 reports/tables
  perf-goals review 部门预算/ --fail-on error --quiet         有严重问题时退出状态为 1，不显示小结
  perf-goals review 部门预算/ --library 资料库/               与以前的文件比较，没有变化的文件不再读
  perf-goals review 部门预算/ --password 密码1 --password 密码2  其中有的文件设有打开密码
  perf-goals review 部门预算/ --verbose --log 审核.log        逐个说明读入的文件，并记入日志
""",
    "export": """
  perf-goals export 部门预算/ --format parquet -o 数据/       指标、目标、问题、得分各一个表
  perf-goals export 部门预算/ --format csv --format sarif     csv 和 SARIF 各写一份
""",
    "check": """
  perf-goals check 某局预算.txt --format table                终端阅读：印了什么、错在哪里、怎么改
  perf-goals check 部门预算/ --select D101,unit -o 问题.jsonl  只查一条规则和一个类别
  perf-goals check 部门预算/ --fail-on error                  只有严重问题才算不通过
""",
    "rules": """
  perf-goals rules                                            全部规则，一行一条
  perf-goals rules --format json                              供程序使用
""",
    "explain": """
  perf-goals explain D101                                     为什么、怎么改、正反例、依据
""",
    "score": """
  perf-goals score 部门预算/                                  项目、部门整体、部门、整批的得分
  perf-goals score 部门预算/ --format csv -o 得分.csv         Excel 可直接打开
""",
    "letter": """
  perf-goals letter reports/某局_审核底稿.xlsx -o 审核意见.docx         写入“处理”为采纳的问题
  perf-goals letter 某局_审核底稿.xlsx --undecided --from 财政评价中心  连同没有处理的问题
""",
    "diff": """
  perf-goals diff 初稿/某局.docx 修改稿/某局.docx             终端阅读
  perf-goals diff 初稿/ 修改稿/ --format jsonl -o 变化.jsonl  供程序使用
  perf-goals diff 甲_审核底稿.xlsx 乙_审核底稿.xlsx           比较两个审核工作簿
""",
    "library": """
  perf-goals library add 资料库/ 部门预算/                    读入文件夹，没有变化的文件不再读
  perf-goals library query 资料库/ --indicator 满意度         各单位的这个指标
  perf-goals library templates 资料库/ -o 归纳/            许多单位写得一样的说法、目标和指标，写成词库的格式
  perf-goals library stats 资料库/                            有多少文件、单位、指标、问题
""",
    "benchmark": """
  perf-goals benchmark 群众满意度 --library 资料库/           四分位数，各指标值的单位数
  perf-goals benchmark 群众满意度 --library 资料库/ -o 满意度.xlsx  写成工作簿，附图
""",
    "completion": """
  perf-goals completion bash                                  写进 ~/.bashrc：source <(perf-goals completion bash)
  perf-goals completion powershell                            写进 $PROFILE，脚本开头有说明
""",
}


def of(prog: str) -> str:
    """The examples of a command, by the name that its help shows (``perf-goals review``); of its parts those of the whole."""
    return _START + EXAMPLES[(*prog.split(), "")[1]].strip("\n") + "\n"
