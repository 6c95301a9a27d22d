// Judges the files that a list names, a nought behind each, and prints what the schema says of them: validate.mjs LIST
import { readFileSync } from "node:fs";
import validate from "@ooxml-tools/validate";

const files = readFileSync(process.argv[2], "utf8").split("\0").filter(Boolean);
let faulty = 0;
for (const file of files) {
  const faults = await validate(new Uint8Array(readFileSync(file)), file.endsWith(".docx") ? "docx" : "xlsx");
  if (faults.length === 0) continue;
  faulty += 1;
  console.log(`${file}: ${faults.length}`);
  for (const fault of faults.slice(0, 3)) console.log("  ", JSON.stringify(fault).slice(0, 400));
}
console.log(`${files.length} files, ${faulty} with faults`);
process.exit(files.length === 0 || faulty > 0 ? 1 : 0);
