// Reads a JSON array of statements, prints a JSON array: for each one, the list of what is wrong with it.
const path = require("node:path");
const { statement } = require(path.join(
  process.argv[2], "node_modules/@learninglocker/xapi-validation/dist/factory.js"
));
const statements = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(statements.map((one) => statement(one, ["statement"]).map(String))));
