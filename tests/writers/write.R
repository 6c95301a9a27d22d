# Writes the form with openxlsx: Rscript write.R plan.json OUT
suppressMessages(library(openxlsx))
library(jsonlite)
args <- commandArgs(trailingOnly = TRUE)
plan <- fromJSON(args[1], simplifyVector = FALSE)
book <- createWorkbook()
addWorksheet(book, plan$sheet)
for (x in seq_along(plan$cells)) for (y in seq_along(plan$cells[[x]])) {
  cell <- plan$cells[[x]][[y]]
  if (is.null(cell)) next
  code <- if (is.list(cell)) (if (is.null(cell$day)) cell$format else "dd/mm/yyyy") else NULL
  value <- if (!is.list(cell)) cell else if (!is.null(cell$day)) as.Date(cell$day) else if (!is.null(cell$formula)) NULL else cell$value
  if (is.null(value)) writeFormula(book, 1, cell$formula, startCol = y, startRow = x)
  else writeData(book, 1, value, startCol = y, startRow = x, colNames = FALSE)
  if (!is.null(code)) addStyle(book, 1, createStyle(numFmt = code), rows = x, cols = y)
}
saveWorkbook(book, file.path(args[2], "openxlsx (R).xlsx"), overwrite = TRUE)
