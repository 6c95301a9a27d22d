// Writes the form with each writer of node: node write.mjs plan.json OUT
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";

const [, , planFile, out] = process.argv;
const require = createRequire(process.env.MODULES + "/");
const plan = JSON.parse(readFileSync(planFile, "utf8"));
const cells = plan.cells.flatMap((row, x) => row.map((cell, y) => ({ x, y, cell })).filter((c) => c.cell !== null));
// Value, number format, formula of a cell.
const plain = (cell) => {
  if (typeof cell !== "object") return { value: cell };
  if (cell.day) return { value: new Date(cell.day + "T00:00:00Z"), format: "dd/mm/yyyy" };
  return { value: cell.value ?? cell.result, format: cell.format, formula: cell.formula };
};

async function exceljs() {
  const ExcelJS = require("exceljs");
  const book = new ExcelJS.Workbook();
  const sheet = book.addWorksheet(plan.sheet);
  for (const { x, y, cell } of cells) {
    const { value, format, formula } = plain(cell);
    const at = sheet.getCell(x + 1, y + 1);
    at.value = formula ? { formula, result: value } : value;
    if (format) at.numFmt = format;
  }
  await book.xlsx.writeFile(`${out}/exceljs.xlsx`);
}

function sheetjs(module, version) {
  const XLSX = require(module);
  const sheet = XLSX.utils.aoa_to_sheet(plan.cells.map((row) => row.map((c) => (c === null ? null : plain(c).value))), { cellDates: false });
  for (const { x, y, cell } of cells) {
    const { format, formula } = plain(cell);
    const at = sheet[XLSX.utils.encode_cell({ r: x, c: y })];
    if (format) at.z = format;
    if (formula) at.f = formula;
  }
  const book = XLSX.utils.book_new();
  XLSX.utils.book_append_sheet(book, sheet, plan.sheet);
  for (const type of ["xlsx", "xlsb", "ods", "biff8", "biff5", "fods"]) {
    const name = { biff8: "xls", biff5: "xls" }[type] ?? type;
    if (name === "fods") continue; // a flat file is no archive: it is refused with words of its own
    const of = type.startsWith("biff") ? ` (${type.toUpperCase()})` : "";
    XLSX.writeFile(book, `${out}/SheetJS ${version}${of}.${name}`, { bookType: type });
  }
}

async function writeExcelFile() {
  const { default: write } = await import(require.resolve("write-excel-file/node"));
  const rows = plan.cells.map((row) =>
    row.map((cell) => {
      if (cell === null) return null;
      const { value, format, formula } = plain(cell);
      if (formula) return { type: "Formula", value: "=" + formula };
      const type = value instanceof Date ? Date : typeof value === "number" ? Number : String;
      return { type, value, ...(format ? { format } : {}) };
    }),
  );
  const written = await write(rows, { sheet: plan.sheet });
  await (written?.toFile ? written.toFile(`${out}/write-excel-file.xlsx`) : write(rows, { sheet: plan.sheet, filePath: `${out}/write-excel-file.xlsx` }));
}

async function xlsxPopulate() {
  const XlsxPopulate = require("xlsx-populate");
  const book = await XlsxPopulate.fromBlankAsync();
  const sheet = book.sheet(0).name(plan.sheet);
  for (const { x, y, cell } of cells) {
    const { value, format, formula } = plain(cell);
    const at = sheet.cell(x + 1, y + 1);
    if (formula) at.formula(formula);
    else at.value(value);
    if (format) at.style("numberFormat", format);
  }
  await book.toFileAsync(`${out}/xlsx-populate.xlsx`);
}

await exceljs();
sheetjs("xlsx", "0.18.5");
sheetjs("sheetjs020", "0.20.3");
await writeExcelFile();
await xlsxPopulate();
