//! Shapes: numbers of papers, telephone numbers, addresses, dates.
//!
//! The rules are those of [`crate::korea`]; here is only which of them block.

use time::Date;

use super::{Address, Bound, Judge, Kind, Severity, normal};
use crate::{
    answer::FileRef,
    attachment::FileRefusal,
    form::{file_kind::FileKind, url},
    korea::{
        brn::Brn,
        crn::Crn,
        date::{self, DateError},
        email::Email,
        mailorder::MailOrder,
        phone::{Phone, PhoneKind},
        postcode::{Postcode, PostcodeRegion},
        year_month::{YearMonth, YearMonthError},
    },
};

/// The parts of an address without which nobody can be found.
const NEEDED_PARTS: [&str; 3] = ["sido", "sigungu", "road"];

/// A typed text of a kind that has a shape.
pub(super) fn text(typed: &str, today: Date, judge: &mut Judge<'_>) {
    let fault = match judge.field.kind {
        Kind::Brn => Brn::parse(typed)
            .err()
            .map(|error| (Severity::Error, error.code())),
        // Numbers of new corporations need not have a check digit.
        Kind::Crn => Crn::check(typed)
            .err()
            .map(|error| (Severity::Warning, error.code())),
        Kind::Mailorder => match MailOrder::parse(typed) {
            Ok(number) if i32::from(number.year()) > today.year() => {
                Some((Severity::Warning, "mailorder.future"))
            }
            Ok(_) => None,
            // Old certificates have other shapes.
            Err(error) => Some((Severity::Warning, error.code())),
        },
        Kind::Email => Email::parse(typed)
            .err()
            .map(|error| (Severity::Error, error.code())),
        Kind::Url => url::parse(typed).err().map(|code| (Severity::Error, code)),
        Kind::Phone => phone(typed, judge),
        _ => None,
    };
    if let Some((severity, code)) = fault {
        judge.find(severity, code);
    }
}

fn phone(typed: &str, judge: &mut Judge<'_>) -> Option<(Severity, &'static str)> {
    let kind = match Phone::parse(typed) {
        Ok(phone) => phone.kind(),
        Err(error) => return Some((Severity::Error, error.code())),
    };
    let kinds = &judge.field.phone_kinds;
    let accepts = |wanted: PhoneKind| kinds.iter().any(|kind| kind == wanted.code());
    let legacy = kind == PhoneKind::MobileLegacy;
    let accepted = kinds.is_empty() || accepts(kind) || (legacy && accepts(PhoneKind::Mobile));
    if !accepted {
        let wanted = kinds.join(" ");
        let finding = judge.error("phone.kind");
        finding.arg("kinds", wanted);
        finding.arg("found", kind.code().to_owned());
        return None;
    }
    legacy.then_some((Severity::Warning, "phone.legacy"))
}

/// A file of an accepted kind and size.
pub(super) fn file(file: &FileRef, judge: &mut Judge<'_>) {
    let known = FileKind::of(&file.media_type, &file.name);
    let fault = if known.is_none_or(|kind| !judge.field.accept.contains(&kind)) {
        FileRefusal::Kind.code()
    } else if file.size > judge.field.max_bytes {
        FileRefusal::Size.code()
    } else if file.size == 0 {
        "file.empty"
    } else {
        return;
    };
    judge.error(fault).arg("name", file.name.clone());
}

/// A stored day or month within its bounds.
pub(super) fn date(typed: &str, today: Date, judge: &mut Judge<'_>) {
    let is_month = judge.field.kind == Kind::Month;
    let read = if is_month {
        let month = typed.parse::<YearMonth>();
        month
            .map(YearMonth::first_day)
            .map_err(YearMonthError::code)
    } else {
        date::parse_iso(typed).map(Some).map_err(DateError::code)
    };
    let day = match read {
        Ok(Some(day)) => day,
        Ok(None) => return,
        Err(code) => {
            judge.error(code);
            return;
        }
    };
    let limit = |bound| match bound {
        Some(Bound::Date(day)) => Some(day),
        Some(Bound::Today) => Some(today),
        _ => None,
    };
    let print = |day: Date| match YearMonth::of(day) {
        Some(month) if is_month => month.to_string(),
        _ => date::iso(day),
    };
    // A month is within its bounds when its first day is not before the bound's month.
    let floor = |day: Date| {
        if is_month {
            normal::month(&print(day)).unwrap_or(day)
        } else {
            day
        }
    };
    if let Some(min) = limit(judge.field.min).filter(|min| day < floor(*min)) {
        judge.error("min").arg("min", print(min));
    }
    if let Some(max) = limit(judge.field.max).filter(|max| day > *max) {
        judge.error("max").arg("max", print(max));
    }
}

/// An address: complete where it is required, with a postal code that exists.
pub(super) fn address(address: &Address, required: bool, today: Date, judge: &mut Judge<'_>) {
    for part in NEEDED_PARTS {
        if required && address.part(part).is_none_or(|text| text.trim().is_empty()) {
            judge.error("required").arg("part", part.to_owned());
        }
    }
    if address.zip.trim().is_empty() {
        return;
    }
    let (severity, code) = match Postcode::parse(&address.zip) {
        Err(error) => (Severity::Error, error.code()),
        Ok(code) => match code.region() {
            PostcodeRegion::FormerGunwi if today >= GUNWI_JOINED => {
                (Severity::Warning, "postcode.changed")
            }
            PostcodeRegion::Elsewhere if address.sido.trim().starts_with("대구") => {
                (Severity::Warning, "postcode.elsewhere")
            }
            _ => return,
        },
    };
    judge.find(severity, code).arg("part", "zip".to_owned());
}

/// The day 군위군 joined Daegu and got new postal codes.
const GUNWI_JOINED: Date = match Date::from_ordinal_date(2023, 182) {
    Ok(day) => day,
    Err(_) => Date::MIN,
};
