//! The words of curators, activities and the radio. All of it is invented; nobody real is meant.

/// Shows of the radio: the name, the short name, and who hosts it.
pub(in crate::sandbox) const SHOWS: &[(&str, &str, &str)] = &[
    ("Night Ferry with Odalys Tarn", "Night Ferry", "Odalys Tarn"),
    ("The Slow Signal with Bram Ashdown", "The Slow Signal", "Bram Ashdown"),
    ("Kitchen Radio with Yara Okonjo", "Kitchen Radio", "Yara Okonjo"),
    ("Six Strings with Corin Heddle", "Six Strings", "Corin Heddle"),
    ("Low Water with Petra Norheim", "Low Water", "Petra Norheim"),
    ("The Paper Hour with Imre Kovalenn", "The Paper Hour", "Imre Kovalenn"),
    ("Loud Sundays with Noor Castellane", "Loud Sundays", "Noor Castellane"),
    ("Fenn Millrace's Field Trips", "Field Trips", "Fenn Millrace"),
    ("After the Last Bus with Tova Sundgren", "After the Last Bus", "Tova Sundgren"),
    ("The Listening Post with Zeno Drumgold", "The Listening Post", "Zeno Drumgold"),
];

/// Stations that broadcast all day: the name, and a line about it.
pub(in crate::sandbox) const LIVE: &[(&str, &str)] = &[
    ("Segue 1", "New songs before anybody can hum them."),
    ("Segue Harbour", "Everything you once knew by heart."),
    ("Segue Backroads", "Songs with dust on them."),
];

/// Curators outside the house: magazines, shops, festivals. The name, and a line about it.
pub(in crate::sandbox) const GUESTS: &[(&str, &str)] = &[
    ("The Quiet Review", "A magazine about records that take their time."),
    ("Harbour Street Vinyl", "A shop with three bins and strong opinions."),
    ("Kaldavik Sessions", "A festival on the ice, once a year."),
    ("Tape & Thread", "Cassettes, sewn by hand."),
    ("Radio Mirador", "Pirates, retired."),
    ("Club Zénith", "Open until the first tram."),
    ("Schallarchiv Nord", "Field recordings from flat country."),
    ("夜汽車レコーズ", "Songs for the night train."),
    ("The Ninth Pier", "A venue with room for ninety."),
    ("Postcard Bureau", "A new place every week."),
    ("Small Orchestra Society", "Everything for fewer than twelve players."),
    ("Weathervane Weekly", "What to listen to while it rains."),
];

/// What music is put on for.
pub(in crate::sandbox) const ACTIVITIES: &[&str] = &[
    "Waking Up",
    "Commuting",
    "Cooking",
    "Deep Work",
    "Night Drive",
    "Running, Reluctantly",
    "Cleaning the Kitchen",
    "Falling Asleep",
];
