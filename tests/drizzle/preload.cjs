// Makes one run of drizzle-kit repeatable. Loaded before it: node --require ./preload.cjs .../drizzle-kit/bin.cjs generate
//
//   STERNA_NOW      the time that every clock in the process shows, in milliseconds
//   STERNA_SEED     the text that the ids of the snapshot are made from
//   STERNA_RENAMES  JSON: the answers to "created or renamed?", by new name: {"users.full_name": "name"}
//
// drizzle-kit asks its questions only on a terminal, so it is given one: it draws, we read the drawing and press
// Down until the mark stands at the wanted line, then Return. A question without an answer, or an answer without
// a question, ends the process with exit code 3.
'use strict';

const crypto = require('node:crypto');
const { PassThrough } = require('node:stream');

const now = Number(process.env.STERNA_NOW);
const seed = process.env.STERNA_SEED;
const renames = new Map(Object.entries(JSON.parse(process.env.STERNA_RENAMES || '{}')));
if (!Number.isSafeInteger(now) || now <= 0 || !seed) {
  throw new Error('preload.cjs needs STERNA_NOW (milliseconds) and STERNA_SEED (a text)');
}

// The clock.
const WallClock = Date;
globalThis.Date = class Date extends WallClock {
  constructor(...parts) {
    super(...(parts.length > 0 ? parts : [now]));
  }

  static now() {
    return now;
  }
};

// The ids: version 4 in form, a hash in content.
let issued = 0;
crypto.randomUUID = () => {
  const hex = crypto.createHash('sha256').update(`${seed}/${issued++}`).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-');
};

// The terminal.
const keyboard = new PassThrough();
keyboard.isTTY = true;
keyboard.setRawMode = () => keyboard;
Object.defineProperty(process, 'stdin', { value: keyboard });
process.stdout.isTTY = true;
process.stdout.columns = 200;

const COLOURS_AND_CURSOR = /\x1b\[[0-9;?]*[A-Za-z]/g;
const QUESTION = /^Is (?<name>\S+) \S+ (?:in (?<table>\S+) table )?created or renamed from another \S+\?$/m;
const OPTION = /^(?<mark>❯| ) (?:\+ \S+|~ (?<old>\S+) › \S+) +(?:create|rename) \S+$/gm;

const fail = (message) => {
  process.stderr.write(`preload.cjs: ${message}\n`);
  process.exit(3);
};
const press = (key) => setImmediate(() => keyboard.emit('keypress', undefined, { name: key }));
const draw = process.stdout.write.bind(process.stdout);

process.stdout.write = (chunk, ...rest) => {
  const text = String(chunk).replace(COLOURS_AND_CURSOR, '');
  const question = QUESTION.exec(text);
  if (question) {
    const { name, table } = question.groups;
    const key = table ? `${table}.${name}` : name;
    const options = [...text.matchAll(OPTION)].map((option) => option.groups);
    const wanted = options.findIndex((option) => renames.has(key) && option.old === renames.get(key));
    if (wanted < 0) {
      fail(`no answer for the question:\n${text.trim()}`);
    } else if (options[wanted].mark === '❯') {
      renames.delete(key);
      press('return');
    } else {
      press('down');
    }
  }
  return draw(chunk, ...rest);
};

process.on('exit', (code) => {
  if (code === 0 && renames.size > 0) {
    process.stderr.write(`preload.cjs: never asked about ${[...renames.keys()].join(', ')}\n`);
    process.exitCode = 3;
  }
});
