// Compiles MDX pages as Docusaurus does, tables and front matter included.
// In: a JSON object, path → text, on stdin. Out: one line for each page that fails; exit 1 if any did.
import {compile} from '@mdx-js/mdx';
import remarkFrontmatter from 'remark-frontmatter';
import remarkGfm from 'remark-gfm';
import {text} from 'node:stream/consumers';

const pages = Object.entries(JSON.parse(await text(process.stdin)));
let failed = 0;
for (const [path, page] of pages) {
  try {
    await compile(page, {remarkPlugins: [remarkFrontmatter, remarkGfm]});
  } catch (error) {
    failed += 1;
    console.log(`${path}:${error.line ?? '?'}:${error.column ?? '?'}: ${error.reason ?? error}`);
  }
}
console.log(`${pages.length - failed} of ${pages.length} pages compile`);
process.exitCode = failed ? 1 : 0;
