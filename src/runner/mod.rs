//! From a selection of cases to one stream of events: plan, schedule, execute. Knows no report format.

mod directives;
pub mod event;
mod execute;
mod expecting;
mod findings;
mod needs;
mod prepare;
mod schedule;
mod sending;
mod values;
pub mod verdict;

pub use event::{Event, FindingSummary, Finished, Started, Status, Summary};
pub use execute::{Played, Setting, execute};
pub use needs::Needs;
pub use schedule::{Options, run};
pub use verdict::{Failure, Verdict};
