//! WAR: the warranty of a device and its one extension.

use super::{Behind, Case, Finding, Rulebooks, resting_on};
use crate::book::{BaseTerms, Device};
use crate::catalogue::{ModelClass, Policy, Rulebook};
use crate::event::{DeviceAdded, WarrantyActivated, WarrantyVariant};
use crate::say;
use crate::vocabulary::{Day, Position, Step, Years};

fn device<'a>(case: Case<'a>, activated: &WarrantyActivated) -> Option<&'a Device> {
    case.book.device(&activated.serial).map(|(_, device)| device)
}

/// The event that brought the device into the ledger, whatever project it has moved to since.
fn added(case: Case<'_>, activated: &WarrantyActivated) -> Option<Position> {
    let known = case.book.projects.values().filter_map(|project| project.devices.get(&activated.serial));
    known.filter_map(|device| device.events.first().copied()).min()
}

fn behind(activated: &WarrantyActivated) -> Behind {
    Behind::Warranty(activated.serial.clone())
}

/// Months of the base warranty (WAR-1); absent where the rulebook does not know.
fn base_months(rulebook: &Rulebook, day: Day) -> Option<u32> {
    rulebook.integer(Policy::WarrantyBaseMonths, day)
}

/// The base warranties of all rulebooks, for whoever reckons ends anew.
pub fn base_terms(rulebooks: &Rulebooks) -> BaseTerms {
    let of_rulebook = |rulebook: &Rulebook| {
        let days = rulebook.turns(Policy::WarrantyBaseMonths).into_iter().chain([Day::MIN]);
        days.map(|day| (day, base_months(rulebook, day))).collect()
    };
    BaseTerms::new(rulebooks.iter().map(|(hash, rulebook)| (*hash, of_rulebook(rulebook))).collect())
}

/// The rulebook by which the base warranty of a device runs: the one in force when the ledger learnt of it, so that a later
/// one moves no warranty that has begun.
pub fn rulebook_of<'a>(rulebooks: &'a Rulebooks, device: &Device) -> &'a Rulebook {
    rulebooks.get(&device.rulebook).unwrap_or_else(|| Rulebook::shipped())
}

/// First day without warranty (WAR-1, WAR-7); absent where the purchase or the base warranty is not known.
pub fn warranty_until(rulebooks: &Rulebooks, device: &Device) -> Option<Day> {
    let purchased = device.purchased?;
    device.warranty_until(base_months(rulebook_of(rulebooks, device), purchased))
}

/// First day without warranty for an extension of that many years (WAR-7).
///
/// Source: "Garantieverlängerung".
pub fn extended_until(rulebook: &Rulebook, purchased: Day, years: Years, day: Day) -> Option<Day> {
    let months = base_months(rulebook, day)?.checked_add(years.get().checked_mul(12)?)?;
    purchased.plus_months(months)
}

fn base_end(case: Case<'_>, device: &Device) -> Option<Day> {
    let purchased = device.purchased?;
    purchased.plus_months(base_months(rulebook_of(case.rulebooks, device), purchased)?)
}

/// WAR-1: the warranty runs from the purchase, which lies before a device comes into a project.
///
/// Source: "Garantieverlängerung".
pub fn war_1(case: Case<'_>, added: &DeviceAdded) -> Option<Finding> {
    let purchased = added.purchased.filter(|purchased| *purchased > case.day())?;
    let message = say!("war-1-purchase-date-after-day", purchased = purchased, day = case.day());
    Some(Finding::error("WAR-1", &added.serial, message, say!("war-1-compare-both-days-invoice")).as_warning())
}

/// WAR-1: a warranty is one of hardware; a virtual machine has none, so none can be extended.
///
/// Source: "Garantieverlängerung" (bound to the serial number of a device).
pub fn war_1_hardware(case: Case<'_>, activated: &WarrantyActivated) -> Option<Finding> {
    let device = device(case, activated)?;
    let model = case.catalogue.model(&device.model).filter(|model| model.class == ModelClass::Virtual)?;
    let message = say!("war-1-virtual-machine-warranty", model = model.name);
    Some(Finding::error("WAR-1", &activated.serial, message, say!("war-1-name-serial-number-hardware")))
}

/// An extension is bound to a device that was purchased: neither variant exists before that day.
fn before_purchase(case: Case<'_>, rule: &'static str, activated: &WarrantyActivated) -> Option<Finding> {
    let purchased = device(case, activated)?.purchased.filter(|purchased| case.day() < *purchased)?;
    let message = say!("war-2-device-purchased-until", purchased = purchased);
    Some(Finding::error(rule, &activated.serial, message, say!("war-2-name-day-purchase")))
}

/// WAR-2: extended once, by one to four years; how many are the most is not judged where the rulebook does not know.
///
/// Source: "Garantieverlängerung".
pub fn war_2(case: Case<'_>, activated: &WarrantyActivated) -> Option<Finding> {
    let most = case.rulebook.integer(Policy::WarrantyExtensionMaxYears, case.day())?;
    let years = activated.extension.years.get();
    (years > most).then(|| {
        let message = say!("war-2-extension-asked-most-all", years = years, most = most, most2 = most + 1);
        let finding = Finding::error("WAR-2", &activated.serial, message, say!("war-2-name-years", most = most));
        finding.figures(i64::from(years), i64::from(most))
    })
}

/// WAR-4: a device that has an extension gets no other.
///
/// Source: "Garantieverlängerung" (all years at once).
pub fn war_4(case: Case<'_>, activated: &WarrantyActivated) -> Option<Finding> {
    let device = device(case, activated)?;
    let extension = device.warranty.as_ref()?;
    let until = extension.until.map_or_else(|| "an unknown day".to_owned(), |day| day.to_string());
    let message = say!("war-4-extension-until-key", years = extension.years, until = until, key = extension.key);
    let finding = Finding::error("WAR-4", &activated.serial, message, say!("war-4-all-years-activated-once"));
    Some(resting_on(finding, &device.events).about(behind(activated)))
}

/// WAR-5: the article "at purchase" is bound directly after the purchase: never after the base warranty, and a finding
/// once the rulebook's days have passed.
///
/// Source: "Garantieverlängerung", the first of its two variants.
pub fn war_5(case: Case<'_>, activated: &WarrantyActivated) -> Option<Finding> {
    if activated.extension.variant != WarrantyVariant::AtPurchase {
        return None;
    }
    if let Some(finding) = before_purchase(case, "WAR-5", activated) {
        return Some(finding);
    }
    let device = device(case, activated)?;
    let (purchased, end) = (device.purchased?, base_end(case, device)?);
    let next = say!("war-5-bind-once-after-purchase");
    if case.day() >= end {
        let message = say!("war-5-base-warranty-ended-variant", end = end, purchased = purchased);
        return Some(Finding::error("WAR-5", &activated.serial, message, next).about(behind(activated)));
    }
    let days = case.day().days_since(purchased);
    let most = i64::from(case.rulebook.integer(Policy::WarrantyAtPurchaseFindingDays, case.day())?);
    (days > most).then(|| {
        let message = say!("war-5-bound-days-after-purchase", days = days, purchased = purchased, most = most);
        Finding::error("WAR-5", &activated.serial, message, next)
            .as_warning()
            .figures(days, most)
            .about(behind(activated))
    })
}

/// WAR-6: the article "after purchase" is bought and bound inside the base warranty.
///
/// Source: "Garantieverlängerung", the second of its two variants.
pub fn war_6(case: Case<'_>, activated: &WarrantyActivated) -> Option<Finding> {
    if activated.extension.variant != WarrantyVariant::AfterPurchase {
        return None;
    }
    if let Some(finding) = before_purchase(case, "WAR-6", activated) {
        return Some(finding);
    }
    let end = base_end(case, device(case, activated)?)?;
    if case.day() >= end {
        let message = say!("war-6-base-warranty-ended-variant", end = end);
        let finding = Finding::error("WAR-6", &activated.serial, message, say!("war-6-extension-possible-any-more"));
        return Some(finding.about(behind(activated)));
    }
    bought_elsewhen(case, activated)
}

/// WAR-6 for the day on which the extension was bought, where it is said: not before the device, and not after the day
/// on which it is bound, which lies inside the base warranty.
fn bought_elsewhen(case: Case<'_>, activated: &WarrantyActivated) -> Option<Finding> {
    let (bought, purchased) = (activated.bought?, device(case, activated)?.purchased?);
    let message = if bought < purchased {
        say!("war-6-extension-bought-before-device", bought = bought, purchased = purchased)
    } else if bought > case.day() {
        say!("war-6-extension-bought-after-day", bought = bought, day = case.day())
    } else {
        return None;
    };
    Some(Finding::error("WAR-6", &activated.serial, message, say!("war-6-compare-invoice")).about(behind(activated)))
}

/// WAR-7: without a day of purchase the end is unknown, and nothing is activated by command.
///
/// Source: "Garantieverlängerung" (the warranty runs from the purchase).
pub fn war_7(case: Case<'_>, activated: &WarrantyActivated) -> Option<Finding> {
    device(case, activated)?.purchased.is_none().then(|| {
        let message = say!("war-7-day-purchase-known-so");
        let next = added(case, activated).map_or_else(
            || say!("war-7-added-next"),
            |at| {
                let amend = Step::Amend { at, field: Some("purchased".to_owned()), value: None };
                say!("war-7-next", amend = amend)
            },
        );
        Finding::error("WAR-7", &activated.serial, message, next).about(behind(activated))
    })
}
