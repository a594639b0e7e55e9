//! How the plain types are read.

use crate::map::Map;
use uuid::Uuid;

use super::{FromJson, Json, JsonError};

impl FromJson for Json {
    fn from_json(json: Json) -> Result<Self, JsonError> {
        Ok(json)
    }
}

impl FromJson for () {
    fn from_json(json: Json) -> Result<Self, JsonError> {
        match json {
            Json::Null => Ok(()),
            _ => Err(JsonError::expected("nothing")),
        }
    }
}

impl FromJson for bool {
    fn from_json(json: Json) -> Result<Self, JsonError> {
        match json {
            Json::Bool(yes) => Ok(yes),
            _ => Err(JsonError::expected("true or false")),
        }
    }
}

impl FromJson for String {
    fn from_json(json: Json) -> Result<Self, JsonError> {
        match json {
            Json::Text(text) => Ok(text),
            _ => Err(JsonError::expected("a text")),
        }
    }
}

macro_rules! whole_numbers {
    ($($type:ty)*) => {$(
        impl FromJson for $type {
            fn from_json(json: Json) -> Result<Self, JsonError> {
                match json {
                    Json::Int(number) => <$type>::try_from(number).ok(),
                    _ => None,
                }
                .ok_or_else(|| JsonError::expected(concat!("a number (", stringify!($type), ")")))
            }
        }
    )*};
}

whole_numbers! { i64 u64 u32 u16 u8 usize i32 }

impl FromJson for Uuid {
    fn from_json(json: Json) -> Result<Self, JsonError> {
        match json {
            Json::Text(text) => Self::try_parse(&text).ok(),
            _ => None,
        }
        .ok_or_else(|| JsonError::expected("a UUID"))
    }
}

impl<T: FromJson> FromJson for Option<T> {
    fn from_json(json: Json) -> Result<Self, JsonError> {
        match json {
            Json::Null => Ok(None),
            json => T::from_json(json).map(Some),
        }
    }

    fn missing() -> Option<Self> {
        Some(None)
    }
}

impl<T: FromJson> FromJson for Box<T> {
    fn from_json(json: Json) -> Result<Self, JsonError> {
        T::from_json(json).map(Self::new)
    }
}

impl<T: FromJson> FromJson for Vec<T> {
    fn from_json(json: Json) -> Result<Self, JsonError> {
        let Json::List(items) = json else {
            return Err(JsonError::expected("a list"));
        };
        let mut list = Self::with_capacity(items.len());
        for item in items {
            match T::from_json(item) {
                Ok(item) => list.push(item),
                Err(error) => return Err(error.within(&list.len().to_string())),
            }
        }
        Ok(list)
    }
}

impl<T: FromJson> FromJson for Map<String, T> {
    fn from_json(json: Json) -> Result<Self, JsonError> {
        let Json::Object(entries) = json else {
            return Err(JsonError::expected("an object"));
        };
        let mut map = Self::new();
        for (key, value) in entries {
            let value = T::from_json(value).map_err(|error| error.within(&key))?;
            map.insert(key, value);
        }
        Ok(map)
    }
}
