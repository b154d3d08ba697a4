/** @type {import('@docusaurus/types').Config} */
export default {
  title: "Acme API",
  // Where the site is published.
  url: 'https://docs.example.com',
  baseUrl: '/',
  future: {v4: true},
  onBrokenLinks: 'throw',
  onBrokenAnchors: 'throw',
  markdown: {hooks: {onBrokenMarkdownLinks: 'throw', onBrokenMarkdownImages: 'throw'}},
  presets: [
    [
      'classic',
      {
        docs: {routeBasePath: '/', sidebarPath: './sidebars.js', breadcrumbs: true},
        blog: false,
        theme: {customCss: './src/css/provider-docs.css'},
      },
    ],
  ],
  themeConfig: {
    navbar: {
      title: "Acme API",
      items: [{type: 'docSidebar', sidebarId: 'providers', label: 'Reference', position: 'left'}],
    },
    prism: {additionalLanguages: ['bash', 'sql']},
  },
};
