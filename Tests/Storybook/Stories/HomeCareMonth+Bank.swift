import Accounting

/// What the bank says. The two statements overlap: both hold Friday 17 April.
extension HomeCareMonth {
  private var friday: StoryBooking {
    StoryBooking(
      on: day(4, 17), "TESTBANK2604170000311",
      .batch(
        identification: "VGZ20260417B",
        [
          StoryPayer.vgz.pays(
            1_327_30, "DECL. 4410887 FACTUUR WV26000118", endToEnd: "WV26000118",
            bankReference: "TESTBANK2604170000311-1"),
          // The payer's own number, and nothing of ours.
          StoryPayer.vgz.pays(116_40, "DECL. 4410912", bankReference: "TESTBANK2604170000311-2"),
        ]))
  }

  var firstWeek: StoryStatement {
    StoryStatement(
      "20260417101", account: ownAccount, days: day(4, 11)...day(4, 17), opening: euros(40_000_00),
      bookings: [
        StoryBooking(
          on: day(4, 13), "TESTBANK2604130000087",
          .single(StoryPayer.zilverenKruis.pays(447_00, "declaratie WV26000098"))),
        StoryBooking(
          on: day(4, 14), "TESTBANK2604140000102",
          .single(
            StoryPayment(
              euros(-2_450_00), name: "Vastgoed Lindelaan BV", iban: "NL46TEST0000000900",
              text: "Huur kantoor april 2026"))),
        friday,
      ])
  }

  var secondWeek: StoryStatement {
    StoryStatement(
      "20260424101", account: ownAccount, days: day(4, 17)...day(4, 24), opening: euros(37_997_00),
      bookings: [
        friday,
        // Paid one day before the date of its return, which arrives later still.
        StoryBooking(
          on: day(4, 20), "TESTBANK2604200000063",
          .single(
            StoryPayer.cz.pays(496_80, "CZ ZORGDECLARATIE/FACTUUR WV26000122", endToEnd: "71190061"))),
        // The right name, from an account that nobody has recorded as its own.
        StoryBooking(
          on: day(4, 22), "TESTBANK2604220000018",
          .single(
            StoryPayer.zilverenKruis.pays(
              110_10, "DECLARATIE WV26000120", from: "NL04TEST0000000201"))),
        // Names nothing.
        StoryBooking(
          on: day(4, 23), "TESTBANK2604230000077",
          .single(StoryPayer.vgz.pays(58_00, "Nabetaling zorg"))),
        StoryBooking(
          on: day(4, 23), "TESTBANK2604230000084",
          .single(StoryPayer.careOffice.pays(13_630_00, "Wlz-declaratie WLZ26000031"))),
        StoryBooking(
          on: day(4, 23), "TESTBANK2604230000101",
          .bareBatch(identification: "SALARIS202604", count: 14, euros(-31_480_55))),
        // One payment for two declarations.
        StoryBooking(
          on: day(4, 24), "TESTBANK2604240000009",
          .single(StoryPayer.zilverenKruis.pays(2_360_50, "DECLARATIE WV26000117 WV26000123"))),
      ])
  }
}
