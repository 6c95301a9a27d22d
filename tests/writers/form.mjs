// Fills our own form with each editor of node: node form.mjs FORM.xlsx fill.json OUT
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const [, , form, fillFile, out] = process.argv;
const require = createRequire(process.env.MODULES + "/");
const { cells } = JSON.parse(readFileSync(fillFile, "utf8"));
const plain = (value) => (typeof value === "object" ? new Date(value.day + "T00:00:00Z") : value);

const ExcelJS = require("exceljs");
const exceljs = new ExcelJS.Workbook();
await exceljs.xlsx.readFile(form);
for (const [sheet, at, value] of cells) exceljs.getWorksheet(sheet).getCell(at).value = plain(value);
await exceljs.xlsx.writeFile(`${out}/exceljs.xlsx`);

for (const [module, version] of [["xlsx", "0.18.5"], ["sheetjs020", "0.20.3"]]) {
  const XLSX = require(module);
  const book = XLSX.readFile(form, { cellStyles: true, cellNF: true });
  for (const [sheet, at, value] of cells) {
    const known = book.Sheets[sheet][at];
    const day = typeof value === "object";
    const serial = day ? Date.parse(value.day) / 86400000 + 25569 : value;
    book.Sheets[sheet][at] = { t: typeof value === "string" ? "s" : "n", v: serial, z: day ? "dd/mm/yyyy" : known?.z };
  }
  for (const type of ["xlsx", "xlsb", "ods", "biff8"]) {
    XLSX.writeFile(book, `${out}/SheetJS ${version}.${type === "biff8" ? "xls" : type}`, { bookType: type });
  }
}

const XlsxPopulate = require("xlsx-populate");
const populate = await XlsxPopulate.fromFileAsync(form);
for (const [sheet, at, value] of cells) populate.sheet(sheet).cell(at).value(plain(value));
await populate.toFileAsync(`${out}/xlsx-populate.xlsx`);
