// Compiles MDX pages and prints what they are made of, texts and inline prose left out.
// In: a JSON object, path → text, on stdin. Out: a JSON object, path → kinds of nodes, or the error.
import {compile} from '@mdx-js/mdx';
import remarkFrontmatter from 'remark-frontmatter';
import remarkGfm from 'remark-gfm';
import {text} from 'node:stream/consumers';

const INLINE = new Set(['text', 'emphasis', 'strong', 'delete', 'inlineCode', 'break', 'link']);
const SAFE = /^(#|https?:\/\/|\/(?!\/)|[\w-]+(\/|$))/;

function kinds(node) {
  const {type, name = '', children = [], attributes = [], url} = node;
  const names = attributes.map((attribute) => attribute.name ?? attribute.type);
  const isInline = INLINE.has(type) || name === 'code' || name === 'br'; // br: our line breaks
  const own = isInline ? [] : [[type, name, ...names].join(' ').trim()];
  if (url !== undefined && !SAFE.test(url)) own.push(`leads to ${url}`);
  return [...own, ...children.flatMap(kinds)];
}

const outlines = {};
for (const [path, page] of Object.entries(JSON.parse(await text(process.stdin)))) {
  const record = () => (tree) => void (outlines[path] = kinds(tree));
  try {
    await compile(page, {remarkPlugins: [remarkFrontmatter, remarkGfm, record]});
  } catch (error) {
    outlines[path] = String(error);
  }
}
console.log(JSON.stringify(outlines));
