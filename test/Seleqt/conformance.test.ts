import { describeProvider } from '../conformance/describe-provider';
import { seleqtHarness } from './conformance';

describeProvider(seleqtHarness);
