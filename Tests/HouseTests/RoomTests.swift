import Foundation
import Testing

struct RoomTests {
  private let house: House

  init() throws { house = try House() }

  @Test func `every folder of Sources is drawn once and has its sentence`() throws {
    let folders = try FileManager.default.contentsOfDirectory(atPath: House.sources.path)
      .filter { !$0.hasPrefix(".") && $0 != "README.md" }
    #expect(folders.sorted() == house.rooms.sorted())
    #expect(house.rows.keys.sorted() == house.rooms.sorted())
    for (room, row) in house.rows { #expect(row.sentence.hasSuffix("."), "\(room)") }
  }

  @Test func `a room imports only rooms below it, and of other modules only those it says`() throws {
    for room in house.swiftRooms {
      let own = try #require(house.floor(room))
      var others: Set<String> = []
      for line in try House.lines(of: room) {
        guard let module = House.module(importedBy: line) else { continue }
        if let floor = house.floor(module) {
          #expect(floor < own, "\(line)")
        } else {
          others.insert(module)
        }
      }
      #expect(others == house.rows[room]?.modules, "\(room)")
    }
  }

  @Test func `the manifest lets a room import only rooms below it, and every one it imports`() throws {
    let dependencies = try House.dependencies()
    for room in house.swiftRooms {
      let imported = try House.lines(of: room).compactMap(House.module).filter { house.rooms.contains($0) }
      // Where one is missing, a build works or not as the order falls in which modules are made.
      let missing = Set(imported).subtracting(dependencies[room] ?? [])
      #expect(missing.isEmpty, "\(room) imports \(missing.sorted()), which Package.swift does not give it")
    }
    #expect(dependencies.keys.sorted() == house.swiftRooms.sorted())
    for (room, below) in dependencies {
      let own = try #require(house.floor(room))
      for other in below {
        #expect(try #require(house.floor(other), "\(other)") < own, "\(room) is given \(other)")
      }
    }
  }

  @Test func `a door is opened by its wall alone`() throws {
    var opened: [String: Set<String>] = [:]
    for room in house.swiftRooms {
      for line in try House.lines(of: room) {
        if let module = House.module(importedBy: line), house.doors.contains(module) {
          opened[module, default: []].insert(room)
        }
      }
    }
    for (door, wall) in zip(house.doors, house.walls) { #expect(opened[door] == [wall], "\(door)") }
  }

  @Test func `no error is swallowed and no check of the compiler is talked away`() throws {
    let banned = [
      " try?", "(try?", "nonisolated(unsafe)", "Task.detached", "Date()", "@preconcurrency", "public ",
    ]
    for room in house.swiftRooms {
      for line in try House.lines(of: room) where !line.code.isEmpty {
        for words in banned where line.code.contains(words) { Issue.record("\(words) in \(line)") }
        if line.code.contains("@unchecked Sendable"), !house.walls.contains(room) {
          Issue.record("@unchecked Sendable outside a wall: \(line)")
        }
      }
    }
  }

  @Test func `types are named after the field, not after what programs are made of`() throws {
    let kinds: Set<Substring> = ["struct", "class", "enum", "actor", "protocol", "typealias"]
    let banned: Set<String> = [
      "Util", "Utils", "Utility", "Manager", "Helper", "Helpers", "Data", "Info", "Processor",
    ]
    for room in house.swiftRooms {
      for line in try House.lines(of: room) {
        let words = line.code.split(separator: " ")
        guard let kind = words.firstIndex(where: kinds.contains), kind + 1 < words.count else { continue }
        #expect(banned.isDisjoint(with: parts(of: words[kind + 1])), "\(line)")
      }
    }
  }

  /// `CamtReader` is `Camt` and `Reader`.
  private func parts(of name: Substring) -> Set<String> {
    var parts: [String] = []
    for letter in name.prefix(while: { $0.isLetter || $0.isNumber }) {
      if letter.isUppercase || parts.isEmpty { parts.append("") }
      parts[parts.count - 1].append(letter)
    }
    return Set(parts)
  }
}
