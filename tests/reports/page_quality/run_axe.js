// Run axe on everything in the page, and hand back what it found: each rule broken, with the first three places.
const done = arguments[arguments.length - 1];
axe.run(document, {resultTypes: ["violations"], rules: {"target-size": {enabled: true}}}).then(
  (report) => done(report.violations.map(({id, impact, help, nodes}) => ({
    id, impact, help, n: nodes.length,
    first: nodes.slice(0, 3).map((node) => [node.target.join(" "), node.html.slice(0, 200)]),
  }))),
);
