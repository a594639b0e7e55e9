//! How the plain types are written.

use crate::map::Map;
use uuid::Uuid;

use super::{Json, ToJson};

impl ToJson for Json {
    fn to_json(&self) -> Json {
        self.clone()
    }
}

impl ToJson for () {
    fn to_json(&self) -> Json {
        Json::Null
    }
}

impl ToJson for bool {
    fn to_json(&self) -> Json {
        Json::Bool(*self)
    }
}

impl ToJson for String {
    fn to_json(&self) -> Json {
        Json::Text(self.clone())
    }
}

macro_rules! whole_numbers {
    ($($type:ty)*) => {$(
        impl ToJson for $type {
            fn to_json(&self) -> Json {
                // Counts and times of ours stay far below; beyond is written as the largest there is.
                Json::Int(i64::try_from(*self).unwrap_or(i64::MAX))
            }
        }
    )*};
}

whole_numbers! { i64 u64 u32 u16 u8 usize i32 }

impl ToJson for Uuid {
    fn to_json(&self) -> Json {
        Json::Text(self.to_string())
    }
}

impl<T: ToJson> ToJson for Option<T> {
    fn to_json(&self) -> Json {
        self.as_ref().map_or(Json::Null, T::to_json)
    }
}

impl<T: ToJson> ToJson for Box<T> {
    fn to_json(&self) -> Json {
        (**self).to_json()
    }
}

impl<T: ToJson> ToJson for Vec<T> {
    fn to_json(&self) -> Json {
        Json::List(self.iter().map(T::to_json).collect())
    }
}

impl<T: ToJson> ToJson for Map<String, T> {
    fn to_json(&self) -> Json {
        Json::Object(
            self.iter()
                .map(|(key, value)| (key.clone(), value.to_json()))
                .collect(),
        )
    }
}
