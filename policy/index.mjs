// Where Pulumi's runner begins. It is JavaScript, because the runner hands TypeScript that it loads itself to ts-node; what is imported
// from here Node runs as it is.
import "./pack.ts";
