import { credentialOf, harnessOf } from '../harness/exchange';

/** LinkupAPI's credential with the vendor's own address. */
export const LINKUP_V1 = credentialOf(harnessOf('linkupApi'), 'v1');
export const LINKUP_V2 = credentialOf(harnessOf('linkupApi'), 'v2');
