"""Learned weights. Made by bench/train_developments.py; do not edit by hand."""

from __future__ import annotations

WEIGHTS = {'article': {'article': {'bias': 11.0037,
                         'echo': -3.0473,
                         'share': 2.5336,
                         'told': -19.6931,
                         'top': 0.0642},
             'sentence': {'bias': 3.4998,
                          'cosine': -3.9332,
                          'covered': -5.2984,
                          'covered3': -3.2641,
                          'jaccard': -7.138,
                          'known': 5.7102,
                          'length': -0.0806,
                          'names': 0.6947,
                          'numbers': 1.4352,
                          'unseen': 0.8231}},
 'brief': {'article': {'bias': 1.3064, 'echo': 0.0, 'share': 0.0, 'told': 0.0, 'top': 0.9176},
           'sentence': {'bias': 3.4571,
                        'core': 1.0475,
                        'cosine': -2.1381,
                        'ends': -0.1636,
                        'jaccard': -2.196,
                        'ledger': -0.8041,
                        'listed': -0.7973,
                        'pairs': -0.9387,
                        'quiet': -0.2214}}}
