import { describeProvider } from '../conformance/describe-provider';
import { unipileHarness } from './conformance';

describeProvider(unipileHarness);
