import { describeProvider } from './describe-provider';
import { unipileHarness } from './providers/unipile';

describeProvider(unipileHarness);
