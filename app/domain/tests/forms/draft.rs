//! Drafts that were begun while a form was smaller still open: nothing of them is lost or read differently.

use std::sync::Arc;

use domain::{
    answer::{Answer, Answers},
    form::{Instance, Path},
};

use super::support::{env, form};

/// Everything that the first steps of the forms asked, as they stored it.
const ONB: &str = r#"{"org_name":"다울","representatives":[{"_id":"r1","rep_name":"김다울"}],"reg_kind":"biz","brn":"1234567891","legal_form":"coop","crn":"1101110062432","org_types":["pre_village","other"],"org_types_other":"공동체","org_type_certs":[{"_id":"r1","org_type":"pre_village","org_type_no":"제1호","org_type_date":"2019-06-28","org_type_expiry":"2022-06-27"}],"sector_org":"village","sector_org_name":"연합회","founded_on":"2016-03-02","ksic_section":"C","program_industry":"other","program_industry_other":"돌봄","main_items":[{"_id":"r1","main_item":"누룽지"}],"address":{"sido":"대구광역시","sigungu":"중구","road":"국채보상로 670","zip":"41911"},"employees_total":12,"employees_vulnerable":{"unknown":true},"revenue_last_year":123000000,"intro":"소개","homepage":"daul.example.kr","sns":"blog.example.kr","contact_name":"이하나","contact_title":"국장","contact_mobile":"01012345678","contact_tel":"0531234567","contact_email":"a@example.kr","contact_pref":["call"],"contact_time":["morning"],"online_experience":"yes_now","malls_used":["epost","other"],"malls_used_other":"장터","mall_details":[{"_id":"r1","mall":"epost","mall_since":"2018-05","mall_sales":"zero","mall_url":"a.example.kr"}],"online_share":15,"no_reason":["other"],"no_reason_other":"글","attest":true,"attest_name":"이하나"}"#;

const DMG: &str = r#"{"org_name":"다울","reg_kind":"biz","brn":"1234567891","org_types":["coop"],"sigungu":"27260","contact_name":"이하나","contact_mobile":"01012345678","program_industry":"other","program_industry_group":"custom","program_industry_other":"수리","disaster":"other","disaster_other":"글","period_from":"2020-02-18","period_ongoing":true,"period_to":"2020-04-17","op_status":"reduced","climate":1,"rev_band":"60","emp_before":12,"emp_now":9,"needs":["labor","other"],"needs_other":"글","story_title":"봄","story":"2월 중순부터 단체 도시락 주문이 모두 취소되었습니다. 재료를 버려야 했고, 직원 세 명이 쉬고 있습니다.","story_public":"anonymous","want_call":true,"call_time":["morning"],"attest":true,"attest_name":"이하나"}"#;

#[test]
fn a_draft_of_the_first_steps_opens_with_everything_that_was_typed() {
    for (id, json) in [("ONB", ONB), ("DMG", DMG)] {
        let answers: Answers = serde_json::from_str(json).unwrap();
        let form = form(id);
        let instance = Instance::new(Arc::clone(&form), answers.clone(), env());
        assert_eq!(instance.answers(), &answers);
        let mut paths = Vec::new();
        for (name, answer) in &answers.0 {
            match answer {
                Answer::Rows(rows) => {
                    for row in rows {
                        let inner = row.answers.0.keys();
                        paths.extend(inner.map(|field| Path::in_row(&**name, &*row.id, &**field)));
                    }
                }
                _ => paths.push(Path::top(&**name)),
            }
        }
        for path in paths {
            assert!(form.field(&path.field).is_some(), "{id}: {path} is gone");
            let found = instance.check(&path);
            assert!(
                found
                    .iter()
                    .all(|found| found.code != "type" && found.code != "choice"),
                "{id}: {path} {found:?}"
            );
            if instance.is_relevant(&path) {
                assert!(instance.value(&path).is_some(), "{id}: {path}");
            }
        }
    }
}
