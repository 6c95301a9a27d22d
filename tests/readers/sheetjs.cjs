// The cells of workbooks as SheetJS reads them: a line a sheet, {book, sheet, cells: {A1: value}}. And what ExcelJS makes of
// them, which cannot: it is only told.
const path = require("path");
const modules = path.join(process.env.MODULES, "node_modules");
const XLSX = require(path.join(modules, "xlsx"));
const ExcelJS = require(path.join(modules, "exceljs"));
(async () => {
  for (const file of process.argv.slice(2)) {
    const book = XLSX.readFile(file, { cellDates: false });
    for (const name of book.SheetNames) {
      const cells = {};
      for (const [at, cell] of Object.entries(book.Sheets[name])) {
        if (!at.startsWith("!") && cell.v !== undefined && cell.v !== "") cells[at] = cell.v;
      }
      console.log(JSON.stringify({ book: path.basename(file), sheet: name, cells }));
    }
  }
  for (const file of process.argv.slice(2)) {
    try {
      await new ExcelJS.Workbook().xlsx.readFile(file);
    } catch (e) {
      console.error("ExcelJS 4.4.0, " + path.basename(file) + ": " + e.message);
    }
  }
})();
