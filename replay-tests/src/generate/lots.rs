//! Many lots that one name means: base and tier, as they came, some bound and released on days of their own.
//!
//! Absent by design: the acts that choose among them.

use super::Generator;
use ledger_core::decide::{Choice, Command, ItemAsked, ProjectChoice, SsaTarget, Take, Term};
use ledger_core::ledger::Order;
use ledger_core::vocabulary::{Credits, Fault, KeyCode, Licence, LotId, Serial, Units, Years};

/// The device of the first project, which the opening adds.
const DEVICE: &str = "00-90-33-00-00-01";

impl Generator {
    /// Orders that bring 30 to 100 lots into the first project.
    ///
    /// `version` says at which version of the project's stream the next event will stand, so that lots can be named.
    ///
    /// # Errors
    /// Fails only where the generator's own words are no words of the vocabulary.
    pub(super) fn many_lots(&mut self, mut version: u64) -> Result<Vec<Order>, Fault> {
        let (count, mut orders) = (self.random.from_to(30, 100), Vec::new());
        let Some(project) = self.projects.first().cloned() else { return Ok(orders) };
        if let Some(credits) = Credits::new(5_000) {
            let plenty = Command::ReceiveCredits { project: project.clone(), credits };
            orders.push(Order { day: Some(self.day), ..Order::of(plenty) });
            version += 1;
        }
        for _ in 0..count {
            let step = self.random.from_to(0, 12);
            self.day = self.day.plus_days(step).unwrap_or(self.day);
            let is_tier = self.random.percent(45);
            let licence = Licence::parse(if is_tier { "PBX-Port10%500" } else { "PBX-Port10" })?;
            let Some(units) = Units::new(self.random.from_to(1, 3)) else { continue };
            let items = vec![ItemAsked::Licences(licence.clone(), units, None)];
            let key = KeyCode::parse(&format!("LOT-{version}"))?;
            let lot = LotId::parse(&format!("{version}.1"))?;
            let mut commands = vec![Command::RedeemKey { project: project.clone(), key, items }];
            let take = || Take { licence: licence.clone(), units, choice: Choice::Lot(lot) };
            let fate = self.random.below(10);
            if fate < 6 {
                commands.push(Command::Bind { take: take(), serial: Serial::parse(DEVICE)? });
            }
            if fate < 3 {
                let years = Years::new(self.random.from_to(1, 4)).into_iter();
                let bought = |years| covered(project.clone(), lot, years);
                commands.extend(years.map(bought));
            }
            if (2..5).contains(&fate) {
                let certificate = Some("release.xml".to_owned());
                let serial = Serial::parse(DEVICE)?;
                commands.push(Command::Release { take: take(), serial, certificate, consent: false });
            }
            for command in commands {
                orders.push(Order { day: Some(self.day), ..Order::of(command) });
                version += 1;
            }
        }
        Ok(orders)
    }
}

fn covered(project: ProjectChoice, lot: LotId, years: Years) -> Command {
    Command::ApplySsa { project, target: SsaTarget::Lot(lot), term: Term::Years(years), credits: Credits::new(6) }
}
